// A photo by the machine's camera, put into the file field beside it as if a file had been chosen.

const WIDTH = 960;

export function start(root) {
  for (const field of root.querySelectorAll("[data-camera]")) {
    const open = field.querySelector("[data-camera-open]");
    if (!navigator.mediaDevices?.getUserMedia) continue;
    open.hidden = false;
    open.addEventListener("click", () => begin(field));
    field.querySelector("[data-camera-take]").addEventListener("click", () => take(field));
  }
}

async function begin(field) {
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ video: { width: { ideal: WIDTH }, facingMode: "user" }, audio: false });
    const video = field.querySelector("video");
    video.srcObject = stream;
    await video.play();
    shows(field, true);
    field.querySelector("[data-camera-take]").focus();
  } catch {
    field.querySelector(".saved").textContent = field.dataset.none;
  }
}

function shows(field, live) {
  field.querySelector(".camera").hidden = !live;
  field.querySelector("[data-camera-take]").hidden = !live;
  field.querySelector("[data-camera-open]").hidden = live;
}

function take(field) {
  const video = field.querySelector("video");
  const canvas = field.querySelector("canvas");
  canvas.width = video.videoWidth;
  canvas.height = video.videoHeight;
  canvas.getContext("2d").drawImage(video, 0, 0);
  canvas.toBlob((blob) => {
    const files = new DataTransfer();
    files.items.add(new File([blob], "camera.jpg", { type: "image/jpeg" }));
    const input = field.querySelector("input[type=file]");
    input.files = files.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
    for (const track of video.srcObject.getTracks()) track.stop();
    shows(field, false);
  }, "image/jpeg", 0.9);
}
