// swift-tools-version: 6.2
import PackageDescription

// Tuning for the processor at hand is asked for by the environment, because a package that is built for
// others must stay at the baseline instruction set. Results are the same to the bit either way.
let isNative = Context.environment["SNN_NATIVE"] == "1"
let checksInvariants = Context.environment["SNN_INTERNAL_CHECKS"] == "1"

let cSettings: [CSetting] = isNative ? [.unsafeFlags(["-march=native"])] : []
let swiftSettings: [SwiftSetting] =
    (isNative ? [.unsafeFlags(["-Xcc", "-march=native"])] : [])
    + (checksInvariants ? [.define("SNN_INTERNAL_CHECKS")] : [])

func target(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
    .target(
        name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: swiftSettings,
        // Rounding and square roots are functions of libm in debug builds.
        linkerSettings: [.linkedLibrary("m")])
}

func tests(
    _ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []
) -> Target {
    .testTarget(
        name: name, dependencies: dependencies, exclude: exclude, swiftSettings: swiftSettings)
}

let package = Package(
    name: "snnsim",
    products: [
        .executable(name: "snnsim", targets: ["SNNSimCommand"]),
        .library(name: "SNN", targets: ["SNN"]),
    ],
    targets: [
        .systemLibrary(name: "COpenBLAS", pkgConfig: "openblas", providers: [.apt(["libopenblas-dev"])]),
        .systemLibrary(name: "CHwloc", pkgConfig: "hwloc", providers: [.apt(["libhwloc-dev"])]),
        .systemLibrary(name: "CHDF5", pkgConfig: "hdf5", providers: [.apt(["libhdf5-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .target(name: "CKernels", exclude: ["README.md"], cSettings: cSettings),
        target("SNNModel"),
        target("SNNLanguage", ["SNNModel"]),
        target("SNNEngine", ["SNNModel", "CKernels", "CHwloc", "COpenBLAS"]),
        target("SNNData", ["SNNModel", "SNNEngine", "CKernels", "CHDF5", "CZlib"]),
        target("SNNReport", ["SNNModel", "SNNEngine", "SNNData", "COpenBLAS"]),
        target("SNN", ["SNNModel", "SNNLanguage", "SNNEngine", "SNNData", "SNNReport"]),
        .executableTarget(
            name: "SNNSimCommand", dependencies: ["SNN"], exclude: ["README.md"],
            swiftSettings: swiftSettings),
        .executableTarget(
            name: "SNNMeasure", dependencies: ["SNNModel", "SNNEngine", "CKernels"],
            exclude: ["README.md"], swiftSettings: swiftSettings),
        tests("SNNModelTests", ["SNNModel"]),
        tests("SNNLanguageTests", ["SNNLanguage", "SNNModel"]),
        tests(
            "SNNEngineTests", ["SNNData", "SNNEngine", "SNNModel"],
            exclude: [
                "ELM/elm_reference.py", "ELM/elm_reference.npz",
                "Dendritic/dendritic_reference.py", "Dendritic/dendritic_reference.json",
            ]),
        tests("SNNDataTests", ["SNNData", "SNNEngine", "SNNModel"]),
        tests("SNNReportTests", ["SNNReport", "SNNData", "SNNEngine", "SNNModel"]),
        tests("SNNTests", ["SNN"]),
        tests("TidyTests", []),
    ],
    swiftLanguageModes: [.v6]
)
