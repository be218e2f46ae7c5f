namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>Reads <c>endpoint</c>, and <c>offline</c>, which says what is different of it when nothing real is dialled.</summary>
internal static class EndpointReader
{
    /// <summary>The keys of <c>endpoint</c>.</summary>
    public static readonly string[] Keys = ["model", "arguments", "environment", "files"];

    /// <summary>The keys of <c>offline</c>.</summary>
    public static readonly string[] OfflineKeys = ["endpoint", "environment"];

    /// <summary>Reads both sections.</summary>
    public static AgentEndpoint? Read(ProfileSection? section, ProfileSection? offline)
    {
        if (section is null)
            return offline is null ? null : throw new ProfileException(offline.Node, "'offline' says what differs from 'endpoint', which isn't there");
        Uri? offlineEndpoint = null;
        if (offline?.FindText("endpoint") is { } url && !EndpointUrl.TryParse(url.Text, out offlineEndpoint))
            throw new ProfileException(url, $"'{url.Text}' is no endpoint", EndpointUrl.Form);
        ScalarNode? model = section.FindText("model");
        if (model is not null && !AgentRequest.IsModel(model.Text))
            throw new ProfileException(model, $"'{model.Text}' is no name of a model");
        IReadOnlyList<ScalarNode> arguments = section.FindList("arguments");
        foreach (ScalarNode argument in arguments)
            ProfileValues.CheckPlaceholders(argument, AgentTemplate.Endpoint, AgentTemplate.Model, AgentTemplate.Home);
        var endpoint = new AgentEndpoint
        {
            Model = model?.Text ?? "",
            Arguments = [.. arguments.Select(argument => argument.Text)],
            Environment = ProfileValues.Variables(section, "environment", AgentTemplate.Endpoint, AgentTemplate.Key, AgentTemplate.Model, AgentTemplate.Home),
            Files = ProfileValues.Files(section, AgentTemplate.Endpoint, AgentTemplate.Model, AgentTemplate.Home),
            OfflineEndpoint = offlineEndpoint,
            OfflineEnvironment = offline is null
                ? []
                : ProfileValues.Variables(offline, "environment", AgentTemplate.Endpoint, AgentTemplate.Key, AgentTemplate.Model, AgentTemplate.Home),
        };
        RefuseWithoutValue(section, endpoint);
        return endpoint;
    }

    private static void RefuseWithoutValue(ProfileSection section, AgentEndpoint endpoint)
    {
        IEnumerable<string> texts = [.. endpoint.Arguments, .. endpoint.Environment.Values, .. endpoint.Files.Values, .. endpoint.OfflineEnvironment.Values];
        var used = texts.SelectMany(AgentTemplate.Find).ToHashSet(StringComparer.Ordinal);
        if (endpoint.Model.Length == 0 && used.Contains(AgentTemplate.Model))
            throw new ProfileException(section.Node, "{model} is used, so 'model' must say which one is meant when the person names none");
        if (endpoint.OfflineEndpoint is null && used.Contains(AgentTemplate.Endpoint))
            throw new ProfileException(section.Node, "{endpoint} is used, so 'offline' must say which 'endpoint' is meant when nothing real is dialled");
    }
}
