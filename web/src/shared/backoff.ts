// Exponential back-off with full jitter: a hall of screens must not come back in step.
export class Backoff {
  private tries = 0

  constructor(
    private readonly leastMs: number,
    private readonly mostMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  next(): number {
    const roof = Math.min(this.mostMs, this.leastMs * 2 ** this.tries)
    this.tries = Math.min(this.tries + 1, 16)
    return Math.max(this.leastMs * 0.2, this.random() * roof)
  }

  reset(): void {
    this.tries = 0
  }
}
