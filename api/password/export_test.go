package password

// Decoy is the hash that is compared when there is none.
const Decoy = decoy

// Fill takes every place of the queue, and gives them back.
func (h *Hasher) Fill() (free func()) {
	for range cap(h.queue) {
		h.queue <- struct{}{}
	}
	return func() {
		for range cap(h.queue) {
			<-h.queue
		}
	}
}

// Occupy takes every core, and gives them back.
func (h *Hasher) Occupy() (free func()) {
	for range cap(h.cores) {
		h.cores <- struct{}{}
	}
	return func() {
		for range cap(h.cores) {
			<-h.cores
		}
	}
}

// Waiting is how many are in the queue or at work.
func (h *Hasher) Waiting() int { return len(h.queue) }
