using System.Globalization;

namespace Vitrine.FunctionalTests.Running;

/// <summary>A user of the machine who exists for one run of the tests. Only root can make one.</summary>
internal static class OrdinaryUser
{
    private const string Prefix = "vitrine-test-";

    /// <summary>Makes him; his name holds our process id, so that one whose tests were killed is known as such.</summary>
    public static async Task<Person> CreateAsync()
    {
        await DeleteLeftOversAsync().ConfigureAwait(false);
        string name = string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Environment.ProcessId}");
        await HostCommand.RunAsync("useradd", "--create-home", "--shell", "/bin/bash", name).ConfigureAwait(false);
        var person = new Person(name, $"/home/{name}", ["setpriv", $"--reuid={name}", $"--regid={name}", "--clear-groups", "--"]);
        person.Plant();
        await person.OwnAsync(person.Home).ConfigureAwait(false);
        return person;
    }

    /// <summary>Removes him and his home. Nothing of his runs any more: each test waits for what it started.</summary>
    public static Task DeleteAsync(string name) => HostCommand.RunAsync("userdel", "--force", "--remove", name);

    private static async Task DeleteLeftOversAsync()
    {
        foreach (string line in await File.ReadAllLinesAsync("/etc/passwd").ConfigureAwait(false))
        {
            string name = line.Split(':')[0];
            if (name.StartsWith(Prefix, StringComparison.Ordinal)
                && int.TryParse(name[Prefix.Length..], CultureInfo.InvariantCulture, out int owner)
                && !Directory.Exists($"/proc/{owner}"))
                await DeleteAsync(name).ConfigureAwait(false);
        }
    }
}
