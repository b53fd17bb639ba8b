// Lets the judge page open without a network, where the browser allows it (https or localhost).
// Pages come from the network first and from the shelf when there is none; files under /assets/
// never change, so the shelf is asked first. The interface is never kept: a mark has no cache.
const SHELF = 'jinbang-judge-1'
const PAGE = '/judge.html'

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(SHELF).then((shelf) => shelf.add(PAGE)).then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

async function fromNetwork(request, name) {
  const shelf = await caches.open(SHELF)
  try {
    const response = await fetch(request)
    const isPage = (response.headers.get('Content-Type') ?? '').startsWith('text/html')
    if (response.ok && !response.redirected && isPage) await shelf.put(name, response.clone())
    return response
  } catch (error) {
    const kept = await shelf.match(name)
    if (kept) return kept
    throw error
  }
}

async function fromShelf(request) {
  const shelf = await caches.open(SHELF)
  const kept = await shelf.match(request)
  if (kept) return kept
  const response = await fetch(request)
  const isPage = (response.headers.get('Content-Type') ?? '').startsWith('text/html')
  if (response.ok && response.type === 'basic' && !isPage) await shelf.put(request, response.clone())
  return response
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (url.pathname === PAGE) event.respondWith(fromNetwork(request, PAGE))
  else if (url.pathname.startsWith('/assets/')) event.respondWith(fromShelf(request))
})
