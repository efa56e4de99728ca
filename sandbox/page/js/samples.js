// Pictures to send when there is none at hand: water over a road, drawn here.

const WIDTH = 960;
const HEIGHT = 720;
const SCENES = [
  { sky: "#9fb4c0", far: "#5f7a63", water: "#8a7650", light: "#b09a6d", houses: 3 },
  { sky: "#7d8d99", far: "#4c6653", water: "#7b6a4b", light: "#a38f66", houses: 2 },
];

// A JPEG file of the scene with this number.
export async function sample(number) {
  const canvas = document.createElement("canvas");
  canvas.width = WIDTH;
  canvas.height = HEIGHT;
  paint(canvas.getContext("2d"), SCENES[number % SCENES.length], number);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.9));
  return new File([blob], `contoh-${number + 1}.jpg`, { type: "image/jpeg" });
}

function paint(pen, scene, number) {
  const horizon = HEIGHT * 0.45;
  const sky = pen.createLinearGradient(0, 0, 0, horizon);
  sky.addColorStop(0, scene.sky);
  sky.addColorStop(1, "#dfe5e3");
  fill(pen, sky, 0, 0, WIDTH, horizon);
  pen.fillStyle = scene.far;
  for (let x = -40; x < WIDTH; x += 70) circle(pen, x + ((x * 7) % 31), horizon - 6, 52 + ((x * 13) % 24));
  fill(pen, scene.water, 0, horizon, WIDTH, HEIGHT - horizon);
  for (let house = 0; house < scene.houses; house += 1) hut(pen, 120 + house * 290 + number * 40, horizon + 60 + (house % 2) * 50);
  pen.strokeStyle = scene.light;
  pen.lineWidth = 4;
  for (let line = 0; line < 26; line += 1) ripple(pen, (line * 137 + number * 53) % WIDTH, horizon + 130 + ((line * 61) % 190), 60 + (line % 5) * 26);
}

function hut(pen, x, y) {
  fill(pen, "#6d4c35", x, y - 90, 170, 96);
  fill(pen, "#3a2a1e", x + 66, y - 60, 40, 66);
  fill(pen, "#e7d9b4", x + 18, y - 66, 34, 30);
  pen.fillStyle = "#a8452f";
  pen.beginPath();
  pen.moveTo(x - 20, y - 86);
  pen.lineTo(x + 85, y - 150);
  pen.lineTo(x + 190, y - 86);
  pen.fill();
}

function ripple(pen, x, y, width) {
  pen.beginPath();
  pen.moveTo(x, y);
  pen.bezierCurveTo(x + width * 0.3, y - 8, x + width * 0.6, y + 8, x + width, y);
  pen.stroke();
}

function circle(pen, x, y, radius) {
  pen.beginPath();
  pen.arc(x, y, radius, 0, Math.PI * 2);
  pen.fill();
}

function fill(pen, style, x, y, width, height) {
  pen.fillStyle = style;
  pen.fillRect(x, y, width, height);
}
