import { mount } from 'svelte'
import Front from './Front.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Front, { target })
}
