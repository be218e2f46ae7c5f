using System.Diagnostics.CodeAnalysis;
using Vitrine.Core.Policy;

namespace Vitrine.Runtime.Agents;

/// <summary>
/// How one run of an agent starts: pure data, made from a profile and a request. In real use the person's credentials are passed on and the profile's hosts
/// are open; pointed at an endpoint, that one alone is open and the person's credentials stay outside; offline, none is open, for nothing real is dialled.
/// </summary>
public sealed record AgentPlan
{
    /// <summary>The key that is given where none was named: it opens nothing.</summary>
    public const string PlaceholderKey = "vitrine-placeholder";

    private AgentPlan()
    {
    }

    /// <summary>Program and arguments, as the box sees them.</summary>
    public required IReadOnlyList<string> Command { get; init; }

    /// <summary>Variables to set. One may hold the endpoint's key: never record values.</summary>
    public required IReadOnlyDictionary<string, string> Environment { get; init; }

    /// <summary>Variables of the person's environment to pass on, by name; each one is set there.</summary>
    public required IReadOnlyList<string> PassedNames { get; init; }

    /// <summary>Files for <see cref="AgentSeeds"/>: path relative to HOME, content.</summary>
    public required IReadOnlyDictionary<string, string> Files { get; init; }

    /// <summary>Hosts that are open without the person's naming them.</summary>
    public required IReadOnlyList<HostRule> Allow { get; init; }

    /// <summary>The agent's own directory, to be mounted read-only at its path; null when it has none.</summary>
    public string? ReadOnlyDirectory { get; init; }

    /// <summary>Makes the plan; false with the reason when the profile can't do what is asked.</summary>
    /// <exception cref="ArgumentException">The request isn't whole: a profile with a program, and no <see cref="AgentRequest.Program"/>.</exception>
    public static bool TryCreate(AgentProfile profile, AgentRequest request, [NotNullWhen(true)] out AgentPlan? plan, out AgentProblem problem)
    {
        ArgumentNullException.ThrowIfNull(profile);
        ArgumentNullException.ThrowIfNull(request);
        plan = null;
        if (Refuse(profile, request) is { } reason)
        {
            problem = reason;
            return false;
        }

        problem = default;
        AgentEndpoint? endpoint = request.Offline || request.Endpoint is not null ? profile.Endpoint : null;
        Dictionary<string, string> values = Values(request, endpoint);
        var environment = new Dictionary<string, string>(StringComparer.Ordinal);
        Fill(environment, profile.Environment, values);
        Fill(environment, endpoint?.Environment, values);
        Fill(environment, request.Offline ? endpoint?.OfflineEnvironment : null, values);
        var files = new Dictionary<string, string>(StringComparer.Ordinal);
        Fill(files, profile.Files, values);
        Fill(files, endpoint?.Files, values);
        string[] passed = request.Offline || request.Endpoint is not null
            ? []
            : [.. profile.Credentials.Keys.Where(name => request.Environment.TryGetValue(name, out string? value) && value.Length > 0)];
        plan = new AgentPlan
        {
            Command = BuildCommand(profile, request, endpoint, values),
            Environment = environment,
            PassedNames = passed,
            Files = files,
            Allow = Hosts(profile, request, passed),
            ReadOnlyDirectory = (profile.Install as DirectoryInstall)?.Path,
        };
        return true;
    }

    private static AgentProblem? Refuse(AgentProfile profile, AgentRequest request)
    {
        if (profile.Install is not CommandOnly && request.Program.Count == 0)
            throw new ArgumentException($"{profile.Name} has a program, which must be found first.", nameof(request));
        if (profile.Install is CommandOnly && request.Prompt is not null)
            return new AgentProblem($"{profile.Name} has no program that could take a prompt.",
                $"give the command: vitrine run --agent {profile.Name} -- COMMAND…");
        if (profile.Install is CommandOnly && request.Arguments.Count == 0)
            return new AgentProblem($"{profile.Name} has no program of its own.", $"give the command: vitrine run --agent {profile.Name} -- COMMAND…");
        if (request.Prompt is not null && profile.Headless.Count == 0)
            return new AgentProblem($"{profile.Name} has no headless form, so it can't take a prompt.", "leave the prompt out to start it interactively");
        if (request.Prompt is not null && (request.Prompt.Trim().Length == 0 || request.Prompt.Contains('\0')))
            return new AgentProblem("The prompt is empty or holds a NUL character.", "leave it out to start the agent interactively");
        if (request is { Offline: true, Endpoint: not null })
            return new AgentProblem("An endpoint can't be dialled in an offline run.", "leave out --offline or the endpoint");
        if (request.Endpoint is not null && profile.Endpoint is null)
            return new AgentProblem($"{profile.Name} can't be pointed at another endpoint.", "");
        if (request.Model is not null && !AgentRequest.IsModel(request.Model))
            return new AgentProblem("That is no name of a model.", "letters, digits and . _ : / @ + - are taken");
        if (request.Key is not null && !AgentRequest.IsKey(request.Key))
            return new AgentProblem("The endpoint's key holds characters that no key has.", "look for a line break, a quotation mark or a space in it");
        return null;
    }

    private static Dictionary<string, string> Values(AgentRequest request, AgentEndpoint? endpoint)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal) { [AgentTemplate.Home] = request.Home };
        if (request.Prompt is not null)
            values[AgentTemplate.Prompt] = request.Prompt;
        if (endpoint is null)
            return values;
        values[AgentTemplate.Key] = request.Key ?? PlaceholderKey;
        values[AgentTemplate.Model] = request.Model ?? endpoint.Model;
        if ((request.Endpoint ?? endpoint.OfflineEndpoint) is { } url)
            values[AgentTemplate.Endpoint] = EndpointUrl.ToText(url);
        return values;
    }

    private static void Fill(Dictionary<string, string> target, IReadOnlyDictionary<string, string>? source, Dictionary<string, string> values)
    {
        foreach ((string name, string text) in source ?? new Dictionary<string, string>())
            target[name] = AgentTemplate.Fill(text, values);
    }

    private static List<string> BuildCommand(AgentProfile profile, AgentRequest request, AgentEndpoint? endpoint, Dictionary<string, string> values)
    {
        IReadOnlyList<string> form = request.Prompt is null ? profile.Interactive : profile.Headless;
        List<string> further = [.. (endpoint?.Arguments ?? []).Select(text => AgentTemplate.Fill(text, values)), .. request.Arguments];
        List<string> command = [.. request.Program];
        bool placed = false;
        foreach (string element in form)
        {
            placed |= element == AgentTemplate.ArgumentsElement;
            if (element == AgentTemplate.ArgumentsElement)
                command.AddRange(further);
            else
                command.Add(AgentTemplate.Fill(element, values));
        }

        if (!placed)
            command.AddRange(further);
        return command;
    }

    private static List<HostRule> Hosts(AgentProfile profile, AgentRequest request, string[] passed)
    {
        if (request.Offline)
            return [];
        if (request.Endpoint is not null)
            return [EndpointUrl.ToRule(request.Endpoint)];
        return [.. profile.Hosts.Concat(passed.SelectMany(name => profile.Credentials[name])).DistinctBy(rule => rule.Text)];
    }
}
