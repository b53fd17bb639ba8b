// The worker that reads pictures, so that the page stays quick meanwhile: one picture in, its text or
// null out.
import { textIn, type Picture } from './text'

addEventListener('message', ({ data }: MessageEvent<Picture>) => postMessage(textIn(data)))
