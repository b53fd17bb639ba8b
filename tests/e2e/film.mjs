// What a camera sees in a test: a film of QR codes that Chromium takes for its camera.
import encodeQR from "../../web/node_modules/qr/index.js";

const WIDTH = 640;
const HEIGHT = 480;

// Each code for half a second, in the middle of the picture, over and over; grey.
export function filmOf(codes) {
  const grey = Buffer.alloc((WIDTH * HEIGHT) / 2, 128);
  const frames = codes.flatMap((code) => {
    const squares = encodeQR(code, "raw", { ecc: "medium", border: 4 });
    const scale = Math.floor(HEIGHT / squares.length);
    const left = (WIDTH - squares.length * scale) >> 1;
    const picture = Buffer.alloc(WIDTH * HEIGHT, 235);
    squares.forEach((line, y) => line.forEach((dark, x) => {
      const from = left + x * scale;
      for (let row = y * scale; dark && row < (y + 1) * scale; row++) picture.fill(16, row * WIDTH + from, row * WIDTH + from + scale);
    }));
    return Array.from({ length: 5 }, () => Buffer.concat([Buffer.from("FRAME\n"), picture, grey]));
  });
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F10:1 Ip A1:1 C420mpeg2\n`), ...frames]);
}

// Chromium's flags for the film in that file; leave is given without a question.
export const cameraOf = (film) => ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", `--use-file-for-fake-video-capture=${film}`];
