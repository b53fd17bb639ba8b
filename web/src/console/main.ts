import { mount } from 'svelte'
import Console from './Console.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Console, { target })
}
