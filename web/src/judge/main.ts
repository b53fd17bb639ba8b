import { mount } from 'svelte'
import Judge from './Judge.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Judge, { target })
}
