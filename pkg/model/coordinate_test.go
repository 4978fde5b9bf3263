package model_test

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/dagplan/dagplan/pkg/model"
)

func TestParseSliceRef(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text string
		want model.SliceRef
		err  string
	}{
		{text: "summary", want: model.SliceRef{Column: "summary", Row: model.AllRows, Scope: model.WholeColumn}},
		{text: "summary[2]", want: model.SliceRef{Column: "summary", RowGroup: 2, Row: model.AllRows, Scope: model.ColumnOfGroup}},
		{text: "summary[2:17]", want: model.SliceRef{Column: "summary", RowGroup: 2, Row: 17, Scope: model.OneCell}},
		{text: "a b[0: 3 ]", want: model.SliceRef{Column: "a b", Row: 3, Scope: model.OneCell}},
		{text: "a[b]", want: model.SliceRef{Column: "a[b]", Row: model.AllRows, Scope: model.WholeColumn}},
		{text: "a[1][2]", want: model.SliceRef{Column: "a[1]", RowGroup: 2, Row: model.AllRows, Scope: model.ColumnOfGroup}},
		{text: "a[]", want: model.SliceRef{Column: "a[]", Row: model.AllRows, Scope: model.WholeColumn}},
		{text: "a]", want: model.SliceRef{Column: "a]", Row: model.AllRows, Scope: model.WholeColumn}},
		{text: "a[2147483647]", want: model.SliceRef{Column: "a", RowGroup: math.MaxInt32, Row: model.AllRows, Scope: model.ColumnOfGroup}},
		{text: "", err: `"" names no column: write COLUMN, COLUMN[ROW_GROUP] or COLUMN[ROW_GROUP:ROW]`},
		{text: "[2]", err: `"[2]" names no column: write COLUMN, COLUMN[ROW_GROUP] or COLUMN[ROW_GROUP:ROW]`},
		{text: "a[-1]", err: `"a[-1]": row group "-1" is not an index: give a number from 0`},
		{text: "a[1:]", err: `"a[1:]": row "" is not an index: give a number from 0`},
		{text: "a[1:2:3]", err: `"a[1:2:3]": row "2:3" is not an index: give a number from 0`},
		{text: "a[2147483648]", err: `"a[2147483648]": row group "2147483648" is not an index: give a number from 0`},
	} {
		got, err := model.ParseSliceRef(test.text)
		if test.err != "" {
			if err == nil || err.Error() != test.err {
				t.Errorf("%q: got %v, want %s", test.text, err, test.err)
			}
			continue
		}
		if err != nil || got != test.want {
			t.Errorf("%q: got %+v, %v, want %+v", test.text, got, err, test.want)
		}
	}
}

// What String writes is read again as the same, for every name that does not
// itself end in coordinates.
func TestSliceRef_roundTrip(t *testing.T) {
	t.Parallel()
	index := rapid.Int32Range(0, math.MaxInt32)
	rapid.Check(t, func(t *rapid.T) {
		want := model.SliceRef{Column: rapid.StringMatching(`[a-z\[ é]{1,5}[a-z]`).Draw(t, "column"), Row: model.AllRows, Scope: model.WholeColumn}
		switch rapid.IntRange(0, 2).Draw(t, "scope") {
		case 1:
			want.RowGroup, want.Scope = model.RowGroupIndex(index.Draw(t, "group")), model.ColumnOfGroup
		case 2:
			want.RowGroup, want.Row = model.RowGroupIndex(index.Draw(t, "group")), model.RowIndex(index.Draw(t, "row"))
			want.Scope = model.OneCell
		}
		got, err := model.ParseSliceRef(want.String())
		if err != nil || got != want {
			t.Fatalf("%s: got %+v, %v, want %+v", want, got, err, want)
		}
	})
}

func TestSlice(t *testing.T) {
	t.Parallel()
	cell := model.Cell{Column: 3, RowGroup: 1, Row: 7}
	if s := cell.Slice(); s != (model.Slice{Column: 3, RowGroup: 1, Row: 7}) || s.IsColumn() {
		t.Errorf("the slice of a cell is %+v", s)
	}
	if s := model.ColumnSlice(3, 1); s != (model.Slice{Column: 3, RowGroup: 1, Row: model.AllRows}) || !s.IsColumn() {
		t.Errorf("the slice of a column is %+v", s)
	}
}

func FuzzParseSliceRef(f *testing.F) {
	for _, seed := range []string{"a", "a[1]", "a[1:2]", "a[-1]", "[", "]", "a[9999999999]", "a[1:2", "\x00[0]"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		ref, err := model.ParseSliceRef(text)
		if err != nil {
			return
		}
		if ref.Column == "" || ref.RowGroup < 0 || ref.Scope == model.OneCell && ref.Row < 0 {
			t.Errorf("%q was read as %+v", text, ref)
		}
		if again, err := model.ParseSliceRef(ref.String()); err != nil || again != ref {
			t.Errorf("%q is %+v, which reads as %+v, %v", text, ref, again, err)
		}
	})
}
