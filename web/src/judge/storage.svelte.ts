// Whether the browser has promised that what this page keeps stays, also when the disk runs low.
class Storage {
  isLoose = $state(false) // it has not
}
export const storage = new Storage()

// Asked at every opening: a page that has been installed meanwhile is promised more.
export async function askToStay(): Promise<void> {
  const isPromised = await Promise.resolve(navigator.storage?.persist?.()).catch(() => false)
  storage.isLoose = isPromised !== true
}
