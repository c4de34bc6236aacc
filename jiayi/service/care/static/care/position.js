// [data-position] is a form that asks the browser where it is when its button is pressed, and sends the answer.
"use strict";

document.querySelectorAll("[data-position]").forEach((form) => {
  const told = form.querySelector("[data-position-failed]");
  form.querySelector("[data-position-ask]").addEventListener("click", () => {
    told.hidden = true;
    if (!navigator.geolocation) {
      told.hidden = false;
      return;
    }
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        form.elements.latitude.value = coords.latitude.toFixed(6);
        form.elements.longitude.value = coords.longitude.toFixed(6);
        form.elements.accuracy.value = Math.round(coords.accuracy);
        form.requestSubmit();
      },
      () => {
        told.hidden = false;
      },
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
});
