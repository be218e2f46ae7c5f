namespace Vitrine.Runtime.Exports;

/// <summary>A class of OCSF 1.8.0 (https://schema.ocsf.io/1.8.0): its number, its category's, and its caption.</summary>
internal readonly record struct OcsfClass(int Id, string Name, int Category, string CategoryName)
{
    /// <summary>Version of the schema that the events follow.</summary>
    public const string SchemaVersion = "1.8.0";

    public static OcsfClass Base { get; } = new(0, "Base Event", 0, "Uncategorized");

    public static OcsfClass File { get; } = new(1001, "File System Activity", 1, "System Activity");

    public static OcsfClass Process { get; } = new(1007, "Process Activity", 1, "System Activity");

    public static OcsfClass Finding { get; } = new(2004, "Detection Finding", 2, "Findings");

    public static OcsfClass Entity { get; } = new(3004, "Entity Management", 3, "Identity & Access Management");

    public static OcsfClass Network { get; } = new(4001, "Network Activity", 4, "Network Activity");

    public static OcsfClass Http { get; } = new(4002, "HTTP Activity", 4, "Network Activity");

    public static OcsfClass Dns { get; } = new(4003, "DNS Activity", 4, "Network Activity");

    public static OcsfClass Lifecycle { get; } = new(6002, "Application Lifecycle", 6, "Application Activity");

    public static OcsfClass Api { get; } = new(6003, "API Activity", 6, "Application Activity");
}

/// <summary>OCSF's <c>severity_id</c>.</summary>
internal enum OcsfSeverity
{
    Informational = 1,
    Low = 2,
    Medium = 3,
    High = 4,
}

/// <summary>OCSF's <c>status_id</c>: 0 where the outcome is not known.</summary>
internal enum OcsfStatus
{
    Unknown = 0,
    Success = 1,
    Failure = 2,
}
