/** Copies the text that its button carries, and says so. */
class CopyButton extends HTMLElement {
  connectedCallback(): void {
    const button = this.querySelector('button')
    if (button === null || navigator.clipboard === undefined) return
    button.hidden = false
    button.addEventListener('click', () => void this.copy(button))
  }

  private async copy(button: HTMLButtonElement): Promise<void> {
    await navigator.clipboard.writeText(button.dataset['text'] ?? '')
    button.textContent = 'Copied'
    setTimeout(() => {
      button.textContent = 'Copy'
    }, 2000)
  }
}

if (customElements.get('rw-copy') === undefined) customElements.define('rw-copy', CopyButton)
