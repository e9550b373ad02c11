import SNNModel

// State variables of neurons from outside, to save what was learnt and to put it back.

extension NetworkState {
    /// A state variable of all neurons of a population, by the name that models use: `V_m`,
    /// `theta`.
    ///
    /// - Throws: `NetworkError.noValues` for an unknown population, a variable that it does not
    ///   have, or one that is advanced exactly.
    public func values(of name: String, population: String) throws(NetworkError) -> [Double] {
        var values: [Double] = []
        for (part, column) in try columns(of: name, population: population) {
            values += part.partition.range.indices.map {
                part.neurons.value(of: column, neuron: $0 - part.partition.range.lowerBound)
            }
        }
        return values
    }

    /// Gives all neurons of a population these values; `reset` goes back to the model's.
    ///
    /// - Parameter values: one for each neuron, in coherent units.
    /// - Throws: `NetworkError.noValues` as above, if their number is another, or if one is not
    ///   finite; nothing changes then.
    public func setValues(_ values: [Double], of name: String, population: String)
        throws(NetworkError)
    {
        let columns = try columns(of: name, population: population)
        let count = columns.reduce(0) { $0 + $1.part.partition.range.count }
        guard values.count == count else {
            throw .noValues(
                name, population: population,
                reason: "there are \(values.count), and it has \(count) neurons")
        }
        if let wrong = values.firstIndex(where: { !$0.isFinite }) {
            throw .noValues(
                name, population: population, reason: "that of neuron \(wrong) is not finite")
        }
        for (part, column) in columns {
            let range = part.partition.range
            for neuron in range {
                part.neurons.setValue(
                    values[neuron], of: column, neuron: neuron - range.lowerBound)
            }
        }
    }

    private func columns(
        of name: String, population: String
    ) throws(NetworkError) -> [(part: PartitionState, column: Int)] {
        guard let group = network.group(named: population), !network.groups[group].isStimulus
        else {
            throw .noValues(name, population: population, reason: "there is no such population")
        }
        var columns: [(part: PartitionState, column: Int)] = []
        for index in network.partsOfGroup[group] {
            let part = parts[index]
            guard part.exact == nil else {
                throw .noValues(name, population: population, reason: "it is advanced exactly")
            }
            guard let column = part.partition.block.stateIndex(named: name) else {
                throw .noValues(name, population: population, reason: "it has no such variable")
            }
            columns.append((part, column))
        }
        return columns
    }
}
