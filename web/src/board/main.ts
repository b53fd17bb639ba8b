import { mount } from 'svelte'
import Board from './Board.svelte'
import DrawWall from './DrawWall.svelte'
import './hall.css'

const target = document.getElementById('app')
if (target) {
  target.textContent = ''
  mount(new URLSearchParams(location.search).has('draw') ? DrawWall : Board, { target })
}
