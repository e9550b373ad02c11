// Constants of an exact neuron are read as one row of numbers. Where nothing is drawn per neuron
// there is one row for all; elsewhere a row is gathered from columns when its neuron is advanced,
// so that a parameter that is the same for all still takes no memory per neuron.

/// Collects columns in the order of a row.
struct ConstantRowBuilder {
    let count: Int
    let store: ColumnStore
    private(set) var columns: [Column] = []

    init(count: Int, store: ColumnStore) {
        self.count = count
        self.store = store
    }

    mutating func add(from inputs: Drawn..., calculated value: (Int) -> Double) {
        columns.append(store.column(count, from: inputs, value))
    }

    mutating func add(_ value: Drawn) { add(from: value) { value[$0] } }

    func build() -> ConstantRows { ConstantRows(columns, store) }
}

/// The rows of a block; the memory is its store's.
struct ConstantRows {
    let width: Int
    private let columns: [Column]
    /// The only row, if all neurons are alike.
    private let shared: UnsafePointer<Double>?

    fileprivate init(_ columns: [Column], _ store: ColumnStore) {
        self.columns = columns
        width = columns.count
        guard columns.allSatisfy({ $0.mask == 0 }) else {
            shared = nil
            return
        }
        let row = store.allocate(max(1, columns.count))
        for (index, column) in columns.enumerated() { row[index] = column.value(of: 0) }
        shared = UnsafePointer(row)
    }

    /// The row of a neuron; valid until `room` is used for another.
    @inline(__always)
    func row(of neuron: Int, in room: UnsafeMutablePointer<Double>) -> UnsafePointer<Double> {
        if let shared { return shared }
        columns.withUnsafeBufferPointer { columns in
            var index = 0
            while index < columns.count {
                room[index] = columns[index].value(of: neuron)
                index &+= 1
            }
        }
        return UnsafePointer(room)
    }
}
