package pyyaml

// tokenKind is the kind of a token.
type tokenKind uint8

const (
	endToken tokenKind = iota + 1
	directiveToken
	documentStartToken
	documentEndToken
	blockSequenceToken
	blockMappingToken
	blockEndToken
	flowSequenceToken
	flowSequenceEndToken
	flowMappingToken
	flowMappingEndToken
	entryToken     // "-"
	flowEntryToken // ","
	keyToken       // "?", or the start of a simple key
	valueToken     // ":"
	aliasToken
	anchorToken
	tagToken
	scalarToken
)

// token is a piece of the text. value is the name of an anchor or alias, the
// handle and suffix of a tag, the words of a directive, or a scalar.
type token struct {
	kind       tokenKind
	start, end int
	value      string
	suffix     string // of a tag, or the prefix of a %TAG directive
	style      Style
	indent     int
	flow       bool
}

// describe names a token in a message.
func (t token) describe() string {
	switch t.kind {
	case endToken:
		return "the end of the file"
	case documentStartToken:
		return "'---'"
	case documentEndToken:
		return "'...'"
	case blockEndToken:
		return "the end of the block"
	case flowSequenceToken:
		return "'['"
	case flowSequenceEndToken:
		return "']'"
	case flowMappingToken:
		return "'{'"
	case flowMappingEndToken:
		return "'}'"
	case entryToken, blockSequenceToken:
		return "'-'"
	case flowEntryToken:
		return "','"
	case keyToken:
		return "'?'"
	case valueToken:
		return "':'"
	case directiveToken:
		return "a directive"
	case aliasToken:
		return "an alias"
	case anchorToken:
		return "an anchor"
	case tagToken:
		return "a tag"
	case blockMappingToken:
		return "a mapping"
	default:
		return "a value"
	}
}
