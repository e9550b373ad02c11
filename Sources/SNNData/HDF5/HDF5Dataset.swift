/// A dataset of a file that is being written.
package struct HDF5Dataset {
    let handle: HDF5Handle
    /// The file, for messages.
    let file: String
    /// From the root.
    package let path: String
}
