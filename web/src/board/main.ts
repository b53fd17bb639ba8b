import { mount } from 'svelte'
import Board from './Board.svelte'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Board, { target })
}
