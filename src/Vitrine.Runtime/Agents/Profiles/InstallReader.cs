using System.Globalization;

namespace Vitrine.Runtime.Agents.Profiles;

/// <summary>Reads <c>install</c>: exactly one of <c>npm</c>, <c>directory</c> and a bare <c>program</c>.</summary>
internal static class InstallReader
{
    private const int OldestNode = 18;

    /// <summary>The section's keys.</summary>
    public static readonly string[] Keys = ["npm", "version", "node", "directory", "program", "how"];

    /// <summary>Reads the section.</summary>
    public static AgentInstall Read(ProfileSection section)
    {
        ScalarNode? npm = section.FindText("npm"), version = section.FindText("version"), node = section.FindText("node");
        ScalarNode? directory = section.FindText("directory"), program = section.FindText("program"), how = section.FindText("how");
        if (program is not null && !IsFileName(program.Text))
            throw new ProfileException(program, $"'{program.Text}' is no name of a program");
        if (npm is not null)
        {
            Refuse(directory, how);
            return ReadNpm(npm, version, program?.Text, node);
        }

        Refuse(version, node);
        if (directory is not null)
        {
            Refuse(how);
            if (!Path.IsPathFullyQualified(directory.Text))
                throw new ProfileException(directory, "'directory' is an absolute path");
            return new DirectoryInstall(Path.GetFullPath(directory.Text), program?.Text);
        }

        if (program is null || how is null)
            throw new ProfileException(section.Node, "'install' needs 'npm', 'directory', or 'program' with 'how' it is installed");
        return new ProgramOnPath(program.Text, how.Text);
    }

    private static NpmInstall ReadNpm(ScalarNode npm, ScalarNode? version, string? program, ScalarNode? node)
    {
        if (!NpmPackage.TryCreate(npm.Text, null, out _))
            throw new ProfileException(npm, $"'{npm.Text}' is no name of an npm package", "write NAME or @SCOPE/NAME; the version goes into 'version'");
        if (!NpmPackage.TryCreate(npm.Text, version?.Text, out NpmPackage? package))
            throw new ProfileException(version!, $"'{version!.Text}' is neither an exact version nor a tag", "write it as 1.2.3; ranges aren't taken");
        int major = OldestNode;
        if (node is not null && (!int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out major) || major is < OldestNode or > 999))
            throw new ProfileException(node, $"'node' is the least major version of Node.js, {OldestNode} or later");
        return new NpmInstall(package, program, major);
    }

    private static void Refuse(params ReadOnlySpan<ScalarNode?> others)
    {
        foreach (ScalarNode? other in others)
            if (other is not null)
                throw new ProfileException(other, "this key doesn't go with the other way to install");
    }

    private static bool IsFileName(string text) => text[0] != '-' && !text.Contains('/') && text is not ("." or "..");
}
