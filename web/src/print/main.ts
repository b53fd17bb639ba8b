import { mount } from 'svelte'
import Print from './Print.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Print, { target })
}
