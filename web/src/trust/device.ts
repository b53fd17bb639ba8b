// Which device this is, as far as it says so itself: only to open the right page of steps first.
export type Device = 'android' | 'huawei' | 'xiaomi' | 'ios' | 'windows' | 'mac'

export const DEVICES: Device[] = ['android', 'huawei', 'xiaomi', 'ios', 'windows', 'mac']

export function isWeChat(agent: string): boolean {
  return /MicroMessenger|wxwork/i.test(agent)
}

// An iPad calls itself a Mac, but a Mac has no touch screen.
export function deviceOf(agent: string, touchPoints: number): Device {
  if (/iPhone|iPad|iPod/.test(agent) || (/Macintosh/.test(agent) && touchPoints > 1)) return 'ios'
  if (/HarmonyOS|OpenHarmony|HUAWEI|HONOR/i.test(agent)) return 'huawei'
  if (/Xiaomi|Redmi|MIUI|XiaoMi|; Mi |; M20\d\dJ|POCO/i.test(agent)) return 'xiaomi'
  if (/Android/.test(agent)) return 'android'
  return /Macintosh/.test(agent) ? 'mac' : 'windows'
}
