package branding

import "image"

// Reduced makes a logo of a picture, for tests that count how often it is read.
func Reduced(picture image.Image) (Logo, error) { return reduced(picture) }

// Draws takes the place of the one picture that is made at a time.
func (b *Brandings) Draws() { b.drawing <- struct{}{} }
