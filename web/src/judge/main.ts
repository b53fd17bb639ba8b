import { mount } from 'svelte'
import { stayAwake } from './awake'
import Judge from './Judge.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Judge, { target })
  stayAwake()
}
