extension Catalogue {
    static let layouts: [Kind] = [grid, box]

    private static let origin = ParameterEntry(
        "origin", "corner with the smallest coordinates; zero if absent", .length, form: .list)

    static let grid = Kind(
        category: .layout, name: "grid", summary: "positions on a rectangular grid",
        equations: [
            "x_i = origin + spacing (i mod n_x),  y_i = origin + spacing (i div n_x mod n_y)"
        ],
        parameters: [
            ParameterEntry(
                "n", "points along each of one to three axes, without a label",
                form: .phrase("one to three whole numbers"), range: .positive, isRequired: true),
            ParameterEntry(
                "spacing", "distance of neighbouring points", .length, range: .positive,
                isRequired: true, allowsDraws: false),
            origin,
        ],
        states: [], sources: [],
        example: """
            population exc[1000] of lif {
                position = grid(10, 10, 10, spacing: 50 um)
            }
            """,
        notes: """
            The first axis runs fastest, and the grid has exactly as many points as the population \
            has elements. For wrapping, the region is one spacing per point along each axis.
            """)

    static let box = Kind(
        category: .layout, name: "box", summary: "positions at random in a box",
        equations: ["each coordinate uniform in origin ..< origin + extent, independently"],
        parameters: [
            ParameterEntry(
                "extent", "edges along one to three axes, without a label", .length,
                form: .phrase("one to three lengths"), range: .positive, isRequired: true),
            origin,
        ],
        states: [], sources: [],
        example: """
            population exc[1000] of lif {
                position ~ box(500 um, 500 um, 200 um)
            }
            """,
        notes: """
            Positions are drawn, hence the `~`; they belong to the seed and the element, like \
            every other random number.
            """)
}
