namespace Vitrine.Gateway.StandIn;

/// <summary>What a script says.</summary>
/// <param name="Aside">The answer to a request that offers no tools: agents ask for titles and the like.</param>
/// <param name="Steps">The steps; the last one, and only it, finishes.</param>
internal sealed record ScriptContent(string Aside, IReadOnlyList<ScriptStep> Steps);
