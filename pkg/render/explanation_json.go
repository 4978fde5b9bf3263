package render

import (
	"github.com/dagplan/dagplan/pkg/model"
	"github.com/dagplan/dagplan/pkg/plan"
)

type explanationDocument struct {
	Header
	File     string           `json:"file"`
	Slice    sliceDocument    `json:"slice"`
	Column   string           `json:"column"`
	Strategy model.Strategy   `json:"strategy"`
	MadeBy   sliceDocument    `json:"made_by"`
	WaitsFor []needDocument   `json:"waits_for"`
	Unlocks  []unlockDocument `json:"unlocks"`
}

// sliceDocument names a slice. RowGroup and Row are null where the slice is
// wider.
type sliceDocument struct {
	Name     string `json:"name"`
	Column   string `json:"column"`
	RowGroup *int64 `json:"row_group"`
	Row      *int64 `json:"row"`
}

type needDocument struct {
	Slice sliceDocument        `json:"slice"`
	Match plan.Match           `json:"match"`
	Kind  model.DependencyKind `json:"kind"`
	Via   string               `json:"via"`
}

type unlockDocument struct {
	needDocument
	AlsoNeeds []needDocument `json:"also_needs"`
}

// Document returns the document dagplan.explain.
func (r Explanation) Document() any {
	d := explanationDocument{
		Header: Header{"dagplan.explain", 1}, File: r.Name,
		Slice: newSliceDocument(r.Slice), Column: r.Column.Name, Strategy: r.Column.Strategy, MadeBy: newSliceDocument(r.Made),
		WaitsFor: newNeedDocuments(r.WaitsFor), Unlocks: []unlockDocument{},
	}
	for _, u := range r.Unlocks {
		need := needDocument{Slice: newSliceDocument(u.Slice), Match: u.Match, Kind: u.Kind, Via: u.Via}
		d.Unlocks = append(d.Unlocks, unlockDocument{need, newNeedDocuments(u.AlsoNeeds)})
	}
	return d
}

func newSliceDocument(s model.SliceRef) sliceDocument {
	d := sliceDocument{Name: s.String(), Column: s.Column}
	if s.Scope != model.WholeColumn {
		group := int64(s.RowGroup)
		d.RowGroup = &group
	}
	if s.Scope == model.OneCell {
		row := int64(s.Row)
		d.Row = &row
	}
	return d
}

func newNeedDocuments(needs []plan.Need) []needDocument {
	d := make([]needDocument, 0, len(needs))
	for _, n := range needs {
		d = append(d, needDocument{Slice: newSliceDocument(n.Slice), Match: n.Match, Kind: n.Kind, Via: n.Via})
	}
	return d
}
