// IndexedDB: sealed sheets, drafts, and what the page needs to open without a network.
import { openDB, type DBSchema, type IDBPDatabase } from 'idb'
import type { Entry, Shelf } from './outbox'

export interface Draft {
  place: string
  values: Record<string, string>
  at: number
}
interface Schema extends DBSchema {
  entries: { key: string; value: Entry }
  drafts: { key: string; value: Draft }
  memory: { key: string; value: { name: string; value: unknown } }
}

export class Cupboard implements Shelf {
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

  all(): Promise<Entry[]> {
    return this.db.getAll('entries')
  }

  async put(entry: Entry): Promise<void> {
    await this.db.put('entries', { ...entry })
  }

  async drop(key: string): Promise<void> {
    await this.db.delete('entries', key)
  }

  async draft(place: string): Promise<Draft | undefined> {
    return this.db.get('drafts', place)
  }

  drafts(): Promise<Draft[]> {
    return this.db.getAll('drafts')
  }

  async keepDraft(draft: Draft): Promise<void> {
    await this.db.put('drafts', draft)
  }

  async dropDraft(place: string): Promise<void> {
    await this.db.delete('drafts', place)
  }

  async remember(name: string, value: unknown): Promise<void> {
    await this.db.put('memory', { name, value })
  }

  async recall<T>(name: string): Promise<T | undefined> {
    return (await this.db.get('memory', name))?.value as T | undefined
  }

  close(): void {
    this.db.close()
  }
}
