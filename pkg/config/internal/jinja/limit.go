package jinja

import "fmt"

// Jinja recurses over a template in Python, which gives up at a depth of 1000
// frames (R69b2). The parser keeps an account of the frames that Jinja would
// have on the stack, once for its parser and once for the passes over the tree,
// and refuses what exceeds maxFrames: measured against Jinja 3.1.6, the limits
// agree within a few per cent for every way to nest. 40 frames are left to Data
// Designer, which calls Jinja.
const (
	maxFrames = 960

	// In the parser.
	framesGroup   = 14 // ( … ), arguments, a[ … ]: 68 of them nest
	framesLiteral = 13 // [ … ] and { … }
	framesPrefix  = 1  // not, -, +, and the right side of an inline if
	framesTag     = 4  // any tag that has a body

	// In the passes over the tree.
	framesNode     = 3 // an operator and the like: 319 of them in a row
	framesElse     = 4 // an inline if with an else
	framesBlock    = 3 // for, if, with, set, filter, block
	framesCallable = 5 // macro, call
	framesEscape   = 6 // autoescape, which makes two nodes
)

// enter accounts for frames of the parser.
func (p *parser) enter(frames int) {
	p.frames += frames
	p.checkDepth(p.frames, p.tok.start)
}

func (p *parser) leave(frames int) { p.frames -= frames }

// enterTag accounts for a tag that takes the given frames in the passes.
func (p *parser) enterTag(frames int) {
	p.tagFrames += frames
	p.checkDepth(p.tagFrames, p.tok.start)
	p.enter(framesTag)
}

func (p *parser) leaveTag(frames int) {
	p.tagFrames -= frames
	p.leave(framesTag)
}

func (p *parser) checkDepth(frames, offset int) {
	if frames <= maxFrames {
		return
	}
	p.fail(SyntaxError{
		Kind: Limit, Offset: offset, Opened: -1,
		Message: "template is nested or chained too deeply for Jinja",
		Hint: fmt.Sprintf("Jinja takes about %d brackets or %d tags inside of each other, or %d operators in a row",
			maxFrames/framesGroup, maxFrames/framesTag, maxFrames/framesNode),
	})
}
