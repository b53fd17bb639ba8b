import { mount } from 'svelte'
import Judge from './Judge.svelte'
import { stayOffline } from './offline'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Judge, { target })
  void stayOffline()
}
