// A picture on its way to the photo wall. It is drawn anew here, smaller, which leaves behind where and with what it was taken; the
// server does not rely on it.
import { API, Problem } from '../shared/api'
import { newKey } from '../shared/ids'
import type { Photo } from '../shared/photos'
import type { ProblemDocument } from '../shared/types'

const SIDE_MAX = 2560 // pixels: as much as a wall shows
const BYTES_MAX = 1_900_000
const PATIENCE_MS = 60_000
const QUALITIES = [0.88, 0.75, 0.6, 0.4]

function drawn(picture: HTMLImageElement): HTMLCanvasElement {
  const scale = Math.min(1, SIDE_MAX / Math.max(picture.naturalWidth, picture.naturalHeight))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.naturalWidth * scale))
  canvas.height = Math.max(1, Math.round(picture.naturalHeight * scale))
  const brush = canvas.getContext('2d')
  if (!brush) throw new Problem('photo-unknown', 422, null)
  brush.fillStyle = '#fff' // under what can be seen through
  brush.fillRect(0, 0, canvas.width, canvas.height)
  brush.drawImage(picture, 0, 0, canvas.width, canvas.height)
  return canvas
}

const jpeg = (canvas: HTMLCanvasElement, quality: number) =>
  new Promise<Blob | null>((done) => canvas.toBlob(done, 'image/jpeg', quality))

// Throws photo-unknown when the browser cannot draw it.
export async function smaller(file: File): Promise<Blob> {
  const url = URL.createObjectURL(file)
  try {
    const picture = new Image()
    picture.src = url
    await picture.decode()
    const canvas = drawn(picture)
    for (const quality of QUALITIES) {
      const blob = await jpeg(canvas, quality)
      if (blob && blob.size <= BYTES_MAX) return blob
    }
  } catch {
    // a file that is no picture
  } finally {
    URL.revokeObjectURL(url)
  }
  throw new Problem('photo-unknown', 422, null)
}

function answerOf(request: XMLHttpRequest): Photo {
  let json: unknown = null
  try {
    json = JSON.parse(request.responseText)
  } catch {
    throw new Problem('foreign-answer', request.status, null)
  }
  if (request.status === 200 || request.status === 201) return json as Photo
  const document = json as ProblemDocument
  throw new Problem(String(document.type ?? '').replace(/^.*\/problems\//, '') || 'unnamed', request.status, document)
}

export interface Sender {
  competition: string
  token: string | null
  language: string
}

// fetch does not say how far it is; this does.
export function send(sender: Sender, file: Blob, told: (share: number) => void): Promise<Photo> {
  return new Promise((done, failed) => {
    const request = new XMLHttpRequest()
    request.open('POST', `${API}/competitions/${encodeURIComponent(sender.competition)}/photos`)
    request.setRequestHeader('Content-Type', file.type)
    request.setRequestHeader('Accept-Language', sender.language)
    request.setRequestHeader('Idempotency-Key', newKey())
    if (sender.token) request.setRequestHeader('Authorization', `Bearer ${sender.token}`)
    request.upload.onprogress = ({ loaded, total }) => told(total > 0 ? loaded / total : 0)
    request.timeout = PATIENCE_MS
    request.onerror = request.ontimeout = () => failed(new Problem('no-connection', 0, null))
    request.onload = () => {
      try {
        done(answerOf(request))
      } catch (error) {
        failed(error)
      }
    }
    request.send(file)
  })
}

// The neighbour changes places with it: two cards get each other's turn.
export function swapped(photos: Photo[], at: number, by: 1 | -1): { id: string; version: number; turn: number }[] {
  const [one, other] = [photos[at], photos[at + by]]
  if (!one || !other) return []
  const [mine, theirs] = [one.card.turn ?? 0, other.card.turn ?? 0]
  const apart = mine === theirs ? by : 0
  return [
    { id: one.id, version: one.version ?? 0, turn: theirs + apart },
    { id: other.id, version: other.version ?? 0, turn: mine },
  ]
}
