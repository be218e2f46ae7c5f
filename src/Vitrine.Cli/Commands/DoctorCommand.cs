using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using Vitrine.Runtime.Sessions;
using Vitrine.Sandbox.Requirements;

namespace Vitrine.Cli.Commands;

/// <summary>
/// <c>vitrine doctor</c>: what this machine lacks, and the command that mends it. Exit status 0 when nothing is missing, 1 when something is.
/// </summary>
internal static class DoctorCommand
{
    private const string Description = "Check what this machine lacks, and name the command that mends it.";

    /// <summary>Makes the command; <paramref name="closeLost"/> ends sessions that lost their supervisor.</summary>
    public static Command Create(Action? closeLost = null)
    {
        var json = new Option<bool>("--json") { Description = "Write the findings as JSON to standard output." };
        var command = new Command("doctor", Description) { json };
        command.SetAction(async (result, cancellationToken) =>
        {
            closeLost?.Invoke();
            IReadOnlyList<Requirement> all = await MachineRequirements.CheckAllAsync(SessionPlaces.Find()?.State, cancellationToken);
            TextWriter output = result.InvocationConfiguration.Output;
            if (result.GetValue(json))
                output.WriteLine(JsonSerializer.Serialize(all, DoctorJson.Default.IReadOnlyListRequirement));
            else
                Write(output, all);
            return all.Any(requirement => requirement.State == RequirementState.Missing) ? 1 : 0;
        });
        return command;
    }

    internal static void Write(TextWriter output, IReadOnlyList<Requirement> all)
    {
        int width = all.Max(requirement => requirement.Name.Length);
        foreach (Requirement requirement in all)
        {
            output.WriteLine($"{Word(requirement.State),-8} {requirement.Name.PadRight(width)}  {requirement.Found}");
            if (requirement.State is RequirementState.Missing or RequirementState.Warning)
                output.WriteLine($"{"",-8} {"",-1}why: {requirement.Why}");
            if (requirement.Hint is not null)
                output.WriteLine($"{"",-8} {"",-1}hint: {requirement.Hint}");
        }

        int missing = all.Count(requirement => requirement.State == RequirementState.Missing);
        output.WriteLine(missing switch
        {
            0 => "This machine has all that Vitrine needs.",
            1 => "One thing is missing. Vitrine does not run an agent until it is mended.",
            _ => $"{missing} things are missing. Vitrine does not run an agent until they are mended.",
        });
    }

    private static string Word(RequirementState state) => state switch
    {
        RequirementState.Ok => "ok",
        RequirementState.Info => "note",
        RequirementState.Warning => "warning",
        _ => "missing",
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, WriteIndented = true)]
[JsonSerializable(typeof(IReadOnlyList<Requirement>))]
internal sealed partial class DoctorJson : JsonSerializerContext;
