using System.Text.Json.Serialization;

namespace Vitrine.Core.Summary;

/// <summary>Where a path lies, as far as a person cares.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Place>))]
public enum Place
{
    /// <summary>In the workspace.</summary>
    [JsonStringEnumMemberName("workspace")]
    Workspace,

    /// <summary>In a <c>.git</c> directory of the workspace: many files for one commit, so counted apart.</summary>
    [JsonStringEnumMemberName("repository")]
    Repository,

    /// <summary>In the agent's private home.</summary>
    [JsonStringEnumMemberName("home")]
    Home,

    /// <summary>In a private temporary directory.</summary>
    [JsonStringEnumMemberName("temporary")]
    Temporary,

    /// <summary>In the system's directories: programs, libraries, settings, devices, the kernel's own files.</summary>
    [JsonStringEnumMemberName("system")]
    System,

    /// <summary>In <c>/proc/PID</c> of a process, by its number.</summary>
    [JsonStringEnumMemberName("process")]
    Process,

    /// <summary>Anywhere else.</summary>
    [JsonStringEnumMemberName("elsewhere")]
    Elsewhere,
}
