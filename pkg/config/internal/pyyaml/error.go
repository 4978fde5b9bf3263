package pyyaml

// Error is why a text is not a document.
type Error struct {
	// Offset is the place to look at.
	Offset int
	// Problem says what is wrong there, Hint what to do.
	Problem, Hint string
	// Also is a second place, with Note saying what is there; Note is empty where
	// there is none.
	Also int
	Note string
}

func (e *Error) Error() string { return e.Problem }
