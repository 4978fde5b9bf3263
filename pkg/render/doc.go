// Package render turns results into bytes: text for a person, JSON for a
// program, and diagrams.
//
// A result that commands print is a [Report]. [WriteText] and [WriteJSON] write
// any of them. Text is laid out for a [Style]: with a Width, it fits; without,
// as in a pipe, nothing is cut and nothing is coloured. JSON documents carry a
// schema name and a version, which docs/json.md describes; an empty list is [].
//
// The same result gives the same bytes. No control character of a name reaches
// a terminal: see [Printable].
package render
