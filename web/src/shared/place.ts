// Where this server is found: host names, addresses, and places on it.
const LOOPBACK = /^(localhost|127\..*|\[?::1\]?)$/

// "*.x" stands for one label, as browsers read it.
export function fits(pattern: string, host: string): boolean {
  const dot = host.indexOf('.')
  if (pattern.startsWith('*.')) return dot > 0 && host.slice(dot).toLowerCase() === pattern.slice(1).toLowerCase()
  return pattern.toLowerCase() === host.toLowerCase()
}

// As it stands in an address: IPv6 in brackets.
function bracketed(name: string): string {
  return name.includes(':') && !name.startsWith('[') ? `[${name}]` : name
}

// Hosts under which a device may reach this server by https, the likeliest first: the one in the
// address bar where the certificate has it.
export function hosts(names: string[], here: string): string[] {
  const bare = here.replace(/^\[|\]$/g, '')
  const exact = names.filter((name) => !name.startsWith('*.')).map(bracketed)
  const first = names.some((name) => fits(name, bare)) ? [bracketed(bare)] : []
  return [...new Set([...first, ...exact])]
}

// The host to give to others: never one that means "this machine" where there is another.
export function publicHost(names: string[], here: string): string {
  const all = hosts(names, here)
  return all.find((host) => !LOOPBACK.test(host)) ?? all[0] ?? here
}

// The port written out: plain and https share one.
export function portOf(place: { port: string; protocol: string }): string {
  return place.port || (place.protocol === 'https:' ? '443' : '80')
}

// Whither a page wanted to go before it was sent here: a place on this server, never another's.
export function nextPlace(search: string): string | null {
  const next = new URLSearchParams(search).get('next')
  return next && /^\/(?![/\\])[^\\\s]*$/.test(next) && !/^\/trust(\.html)?($|[?#])/.test(next) ? next : null
}
