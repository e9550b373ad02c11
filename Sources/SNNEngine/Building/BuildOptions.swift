/// How a network is cut and who builds it. Results depend on none of this.
package struct BuildOptions {
    /// Workers that will share a run: each gets partitions of its own.
    var workers: Int
    /// Threads that build.
    var builders: Int
    /// Neurons of a partition at most, so that its state and the slots of its rings stay in the
    /// cache.
    var neuronsPerPartitionMax: Int
    /// Bytes of a ring beyond which mail takes its place.
    var ringBytesMax: Int

    package init(
        workers: Int = 1, builders: Int = Machine.workerCount,
        neuronsPerPartitionMax: Int = Machine.neuronsPerPartition(
            bytesPerNeuron: Limits.partitionBytesPerNeuron),
        ringBytesMax: Int = Limits.ringBytesMax
    ) {
        self.workers = workers
        self.builders = builders
        self.neuronsPerPartitionMax = neuronsPerPartitionMax
        self.ringBytesMax = ringBytesMax
    }
}
