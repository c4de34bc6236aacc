// Runs before everything else, in words that old browsers know: Chromium 111 brought color-mix().
(function () {
  var meta = document.querySelector('meta[name="old-browser-page"]');
  var isNew = window.CSS && window.CSS.supports && window.CSS.supports("color", "color-mix(in srgb, red 50%, blue)");
  if (!isNew && meta) {
    window.location.replace(meta.content);
  }
})();
