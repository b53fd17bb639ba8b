import { mount } from 'svelte'
import Board from './Board.svelte'
import './hall.css'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(Board, { target })
}
