package guess

// Common is the text of the common words.
func Common() string { return common }

// PlaceOf finds a common word.
func PlaceOf(word string) int { return placeOf(word) }
