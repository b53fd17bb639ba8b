import { mount } from 'svelte'
import Trust from './Trust.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Trust, { target })
}
