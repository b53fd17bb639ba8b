// Lets the judge page open without a network, where the browser allows it (https or localhost).
// Pages come from the network first and from the shelf when there is none; files under /assets/
// never change, so the shelf is asked first. The interface is never kept: a mark has no cache.
// While the page has anything unsent it holds its own version (a mark on the shelf says so): another
// one is fetched only when nothing of the old one's is left to send.
const SHELF = 'jinbang-judge-1'
const PAGE = '/judge.html'
const OURS = 'content="jinbang-judge"' // a captive portal's page has 200 as well, and must not be kept
const HELD = '/judge.html/held'

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches.open(SHELF).then((shelf) => fetchPage(shelf, PAGE, PAGE)).then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name !== SHELF).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

async function fetchPage(shelf, request, name) {
  const response = await fetch(request)
  const isPage = response.ok && !response.redirected && (await response.clone().text()).includes(OURS)
  if (!isPage) throw new Error('not our page')
  await shelf.put(name, response.clone())
  return response
}

async function fromNetwork(request, name) {
  const shelf = await caches.open(SHELF)
  if (await shelf.match(HELD)) {
    const own = await shelf.match(name)
    if (own) return own
  }
  try {
    return await fetchPage(shelf, request, name)
  } catch {
    return (await shelf.match(name)) ?? fetch(request)
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
