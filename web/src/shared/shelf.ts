// IndexedDB: sealed sheets, drafts, and what the page needs to open without a network. What is
// written is on the disk before it counts as kept (strict durability, where the browser has that).
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Entry, Shelf } from './outbox'

// A draft as another device put it with the server; the version is the server's time.
export interface TheirDraft {
  version: number
  values: Record<string, string>
  base: string | null
}
export interface Draft {
  place: string
  values: Record<string, string>
  at: number
  base?: string | null // the version of the sheet that it amends
  version?: number // with the server as this version, or as another device's that was seen
  isDirty?: boolean // changed since
  isRefused?: boolean // the server does not take it
  theirs?: TheirDraft // another device's, to be compared by the judge
}
type Name = 'entries' | 'drafts' | 'memory'
interface Schema extends DBSchema {
  entries: { key: string; value: Entry }
  drafts: { key: string; value: Draft }
  memory: { key: string; value: { name: string; value: unknown } }
}

export class Cupboard implements Shelf {
  // What could not be written (the storage is full) is tried again with every later write.
  private readonly unwritten = new Map<string, () => Promise<void>>()
  private wasShort = false
  onshort: (isShort: boolean) => void = () => undefined

  private constructor(private readonly db: IDBPDatabase<Schema>) {}

  static async open(name = 'jinbang'): Promise<Cupboard> {
    const db = await openDB<Schema>(name, 1, {
      upgrade(fresh) {
        fresh.createObjectStore('entries', { keyPath: 'key' })
        fresh.createObjectStore('drafts', { keyPath: 'place' })
        fresh.createObjectStore('memory', { keyPath: 'name' })
      },
    })
    return new Cupboard(db)
  }

  private async run(name: Name, step: (store: IDBObjectStore) => void): Promise<void> {
    const change = this.db.transaction(name, 'readwrite', { durability: 'strict' })
    const done = change.done // heard before anything can fail
    step(change.store as unknown as IDBObjectStore)
    if ('commit' in change) change.commit() // at once: the page may be closing
    await done
  }

  private async write(name: Name, key: string, step: (store: IDBObjectStore) => void): Promise<void> {
    this.unwritten.set(`${name} ${key}`, () => this.run(name, step))
    for (const id of [...this.unwritten.keys()]) {
      const again = this.unwritten.get(id) // the newest of the place: an older one must not come after it
      if (!again) continue
      try {
        await again()
        if (this.unwritten.get(id) === again) this.unwritten.delete(id)
      } catch {
        continue
      }
    }
    const isShort = this.unwritten.size > 0
    if (isShort !== this.wasShort) this.onshort(isShort)
    this.wasShort = isShort
  }

  all(): Promise<Entry[]> {
    return this.db.getAll('entries')
  }

  put(entry: Entry): Promise<void> {
    const kept = { ...entry }
    return this.write('entries', entry.key, (store) => store.put(kept))
  }

  drop(key: string): Promise<void> {
    return this.write('entries', key, (store) => store.delete(key))
  }

  async draft(place: string): Promise<Draft | undefined> {
    return this.db.get('drafts', place)
  }

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts')
  }

  keepDraft(draft: Draft): Promise<void> {
    return this.write('drafts', draft.place, (store) => store.put(draft))
  }

  dropDraft(place: string): Promise<void> {
    return this.write('drafts', place, (store) => store.delete(place))
  }

  remember(name: string, value: unknown): Promise<void> {
    return this.write('memory', name, (store) => store.put({ name, value }))
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return (await this.db.get('memory', name))?.value as T | undefined
  }

  close(): void {
    this.db.close()
  }
}
