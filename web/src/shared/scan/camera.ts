// The camera, looked through for QR codes. One picture is being read at a time, by a worker.
import { readerWorker } from '../worker'

// secure: the page is not, so the browser hides the camera · refused: by the person or the tablet ·
// none: there is no camera · busy: another program has it, or it fails
export type Blind = 'secure' | 'refused' | 'none' | 'busy'
const SIDE_MOST = 800 // pixels of the longer side: a code that fills a sixth of it is read
const PAUSE_MS = 120 // between two pictures: a warm tablet is no use

export function whyBlind(error: unknown): Blind {
  const name = error instanceof Error ? error.name : ''
  if (name === 'NotAllowedError' || name === 'SecurityError') return 'refused'
  return name === 'NotFoundError' || name === 'OverconstrainedError' ? 'none' : 'busy'
}

export function isThere(): boolean {
  return Boolean(navigator.mediaDevices?.getUserMedia)
}

// Shows the camera's picture in `video` and gives each code's text, again and again while it is in
// view; `onfault` where nothing can be read after all. Throws what getUserMedia throws; gives the way
// to stop.
export async function watch(video: HTMLVideoElement, onread: (text: string) => void, onfault: () => void): Promise<() => void> {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: false, video: { facingMode: 'environment', width: { ideal: 1280 }, height: { ideal: 720 } },
  })
  const worker = readerWorker()
  const canvas = document.createElement('canvas')
  const pen = canvas.getContext('2d')
  let isOver = false

  function look(): void {
    if (isOver) return
    const { videoWidth, videoHeight } = video
    if (!pen || videoWidth === 0) {
      setTimeout(look, PAUSE_MS)
      return
    }
    const scale = Math.min(1, SIDE_MOST / Math.max(videoWidth, videoHeight))
    canvas.width = Math.round(videoWidth * scale)
    canvas.height = Math.round(videoHeight * scale)
    pen.drawImage(video, 0, 0, canvas.width, canvas.height)
    const { data, width, height } = pen.getImageData(0, 0, canvas.width, canvas.height)
    worker.postMessage({ data, width, height }, [data.buffer])
  }

  worker.onmessage = ({ data }: MessageEvent<string | null>) => {
    if (isOver) return
    if (data) onread(data)
    setTimeout(look, PAUSE_MS)
  }
  worker.onerror = onfault
  const stop = () => {
    isOver = true
    worker.terminate()
    for (const track of stream.getTracks()) track.stop()
  }
  video.srcObject = stream
  try {
    await video.play()
  } catch (error) {
    stop()
    throw error
  }
  look()
  return stop
}
