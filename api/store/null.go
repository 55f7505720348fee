package store

// OrEmpty is what a column of text says that may be NULL: "" for that.
func OrEmpty(p *string) string {
	if p == nil {
		return ""
	}
	return *p
}
