// A field to sign in with finger, pen or mouse: [data-signature] holds a canvas and a hidden input that takes the PNG.
"use strict";

document.querySelectorAll("[data-signature]").forEach((pad) => {
  const canvas = pad.querySelector("canvas");
  const input = pad.querySelector("input[type=hidden]");
  const pen = canvas.getContext("2d");
  let isDown = false;

  const fit = () => {
    const ratio = window.devicePixelRatio || 1;
    canvas.width = canvas.clientWidth * ratio;
    canvas.height = canvas.clientHeight * ratio;
    pen.scale(ratio, ratio);
    pen.lineWidth = 2.5;
    pen.lineCap = "round";
    pen.lineJoin = "round";
    input.value = "";
  };
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };

  canvas.addEventListener("pointerdown", (event) => {
    isDown = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (isDown) {
      pen.lineTo(...at(event));
      pen.stroke();
    }
  });
  canvas.addEventListener("pointerup", () => {
    isDown = false;
    input.value = canvas.toDataURL("image/png");
  });
  pad.querySelector("[data-signature-clear]").addEventListener("click", fit);
  fit();
});
