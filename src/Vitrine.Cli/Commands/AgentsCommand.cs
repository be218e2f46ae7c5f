using System.CommandLine;
using Vitrine.Cli.Report;
using Vitrine.Runtime.Agents;
using Vitrine.Runtime.Sessions;

namespace Vitrine.Cli.Commands;

/// <summary><c>vitrine agents</c>: the agents that are known by name.</summary>
internal static class AgentsCommand
{
    public static Command Create()
    {
        var command = new Command("agents", "List the agents that are known by name.");
        command.SetAction(_ =>
        {
            string? own = SessionPlaces.Find() is { } places ? Path.Combine(places.Configuration, "agents") : null;
            IReadOnlyList<AgentProfile> profiles = new AgentCatalog(own).List(out IReadOnlyList<AgentProblem> problems);
            using (StreamWriter writer = OutputStream.Data().OpenText())
                foreach (AgentProfile profile in profiles)
                    writer.Write($"{profile.Name,-24} {Visible.Text(profile.Title)}{(profile.Aliases.Count == 0 ? "" : $" (also {string.Join(", ", profile.Aliases)})")}\n");
            foreach (AgentProblem problem in problems)
                OutputStream.Messages().Complain(problem.What, problem.Hint);
            return problems.Count == 0 ? 0 : 1;
        });
        return command;
    }
}
