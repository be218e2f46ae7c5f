namespace Vitrine.Audit.Model;

/// <summary>What a target's behaviour may depend on: the words for it in a report.</summary>
public static class Factors
{
    /// <summary>The machine's or the process's time zone.</summary>
    public const string TimeZone = "timezone";

    /// <summary>Language and region of the process.</summary>
    public const string Locale = "locale";

    /// <summary>The machine's name.</summary>
    public const string HostName = "hostname";

    /// <summary>The login name.</summary>
    public const string UserName = "username";

    /// <summary>Where the home directory lies.</summary>
    public const string HomePath = "home-path";

    /// <summary>The host of the configured model endpoint.</summary>
    public const string EndpointHost = "endpoint-host";

    /// <summary>A variable of the environment that is none of the others.</summary>
    public const string EnvironmentVariable = "environment-variable";

    /// <summary>The remote of the workspace's repository.</summary>
    public const string GitRemote = "git-remote";

    /// <summary>Name and e-mail address that git is configured with.</summary>
    public const string GitIdentity = "git-identity";

    /// <summary>What stands in the files of the workspace.</summary>
    public const string WorkspaceContent = "workspace-content";

    /// <summary>Date and time.</summary>
    public const string Clock = "clock";

    /// <summary>How many sessions there were before.</summary>
    public const string RunCount = "run-count";

    /// <summary>Proxy settings.</summary>
    public const string Proxy = "proxy";

    /// <summary>Signs that connections are intercepted, such as a private authority.</summary>
    public const string Interception = "interception";

    /// <summary>Signs of a container, a sandbox or a tracer.</summary>
    public const string SandboxDetection = "sandbox-detection";

    /// <summary>What the server answers.</summary>
    public const string ServerResponse = "server-response";

    /// <summary>Nothing: it happens in each session.</summary>
    public const string Always = "always";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [TimeZone, Locale, HostName, UserName, HomePath, EndpointHost, EnvironmentVariable, GitRemote, GitIdentity, WorkspaceContent, Clock, RunCount, Proxy,
            Interception, SandboxDetection, ServerResponse, Always];
}

/// <summary>Where a behaviour shows: the words for it in a report.</summary>
public static class Channels
{
    /// <summary>Text in a body.</summary>
    public const string BodyText = "http-body-text";

    /// <summary>How a body is built: order of keys and items, escapes, number forms.</summary>
    public const string BodyStructure = "http-body-structure";

    /// <summary>A header field: value, order, case, presence.</summary>
    public const string Header = "http-header";

    /// <summary>The request target.</summary>
    public const string Url = "url";

    /// <summary>A name that is looked up.</summary>
    public const string Dns = "dns";

    /// <summary>Another host than the endpoint.</summary>
    public const string UnexpectedHost = "unexpected-host";

    /// <summary>When something is sent.</summary>
    public const string Timing = "timing";

    /// <summary>How a message is framed: length or chunks, their sizes, HTTP version, settings.</summary>
    public const string HttpFraming = "http-framing";

    /// <summary>Which connections are made and reused.</summary>
    public const string ConnectionPattern = "connection-pattern";

    /// <summary>A file outside the workspace and the target's own state.</summary>
    public const string FileWrite = "file-write";

    /// <summary>A file outside the workspace and the target's own state that is read.</summary>
    public const string FileRead = "file-read";

    /// <summary>A file or setting that is executed or obeyed later by something else.</summary>
    public const string Persistence = "persistence";

    /// <summary>A program that is started, or that stays behind.</summary>
    public const string Process = "process";

    /// <summary>A socket that others can connect to.</summary>
    public const string ListeningSocket = "listening-socket";

    /// <summary>Code that is fetched to replace or extend the target.</summary>
    public const string SelfUpdate = "self-update";

    /// <summary>A life-cycle script of the package.</summary>
    public const string InstallScript = "install-script";

    /// <summary>An instruction to the model that the person did not give.</summary>
    public const string ModelInstruction = "model-instruction";
}
