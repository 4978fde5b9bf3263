package model_test

import (
	"fmt"

	"github.com/dagplan/dagplan/pkg/model"
)

func ExampleRowGroupPlan() {
	plan, err := model.NewRowGroupPlan(2500, 1000)
	if err != nil {
		fmt.Println(err)
		return
	}
	for group := range plan.Len() {
		fmt.Println(group, plan.Size(model.RowGroupIndex(group)), plan.Start(model.RowGroupIndex(group)))
	}
	group, row, _ := plan.Locate(2017)
	fmt.Println("record 2017 is row", row, "of row group", group)
	// Output:
	// 0 1000 0
	// 1 1000 1000
	// 2 500 2000
	// record 2017 is row 17 of row group 2
}

func ExampleParseSliceRef() {
	ref, err := model.ParseSliceRef("summary[2:17]")
	fmt.Println(ref.Column, ref.RowGroup, ref.Row, err)
	// Output:
	// summary 2 17 <nil>
}
