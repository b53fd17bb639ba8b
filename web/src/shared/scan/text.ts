// The text of the QR code in a picture.
import decodeQR from 'qr/decode.js'

export interface Picture {
  data: Uint8ClampedArray // RGBA
  width: number
  height: number
}

export function textIn(picture: Picture): string | null {
  try {
    return decodeQR(picture)
  } catch {
    return null // its way to say that it found none
  }
}
